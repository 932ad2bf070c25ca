# Drawn by gnuplot 5.4 or newer.
$data << END_OF_DATA
# one curve
# current [mA], switching_probability, low, high
1 0.1 0.05 0.15
2 NaN NaN NaN
3 0.3 0.25 0.35


END_OF_DATA
set encoding utf8
set minussign
set terminal svg enhanced size 325,256 font 'Helvetica,8' fontscale 1.333 linewidth 1.333 background 'white'
set output 'curve.svg'
set border 31 linewidth 0.5
set tics out nomirror scale 0.5,0.25 font ',7'
set xtics offset 0,0.35; set ytics offset 0.5,0; set cbtics offset -0.6,0
set style fill solid 1 noborder
set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.4,0.4
set xtics 0.5
set xrange [0.94:3.06]
set ytics 0.1
set yrange [0.035:0.365]
unset key
set multiplot
set label 1000 'temperature = 4 K, bands: 95 % Wilson interval' at screen 0.5,0.9778 center font ',7'
set lmargin at screen 0.1651; set rmargin at screen 0.9651
set bmargin at screen 0.1477; set tmargin at screen 0.9099
set xlabel 'current (mA)' offset 0,0.6
set ylabel 'switching probability' offset 1.2,0
plot $data index 0 using 1:3:4 with filledcurves fillcolor rgb '#0072b2' fillstyle transparent solid 0.25 noborder notitle, \
     $data index 0 using 1:2 with linespoints linewidth 1 pointtype 7 pointsize 0.4500 linecolor rgb '#0072b2' notitle
unset multiplot
unset output
