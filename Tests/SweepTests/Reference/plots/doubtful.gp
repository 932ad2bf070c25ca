# Drawn by gnuplot 5.4 or newer.
$data << END_OF_DATA
# one curve
# current [mA], local_spin, low, high, doubtful
1 0.1 0 0.2 NaN
2 0.2 0.1 0.3 0.2
3 NaN NaN NaN 0.3


END_OF_DATA
set encoding utf8
set minussign
set terminal svg enhanced size 325,256 font 'Helvetica,8' fontscale 1.333 linewidth 1.333 background 'white'
set output 'doubtful.svg'
set border 31 linewidth 0.5
set tics out nomirror scale 0.5,0.25 font ',7'
set xtics offset 0,0.35; set ytics offset 0.5,0; set cbtics offset -0.6,0
set style fill solid 1 noborder
set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.4,0.4
set xtics 0.5
set xrange [0.94:3.06]
set ytics 0.1
set yrange [-0.02:0.42]
unset key
set multiplot
set label 1000 'bands: standard error, gray, dashed: beyond trusted\_time' at screen 0.5,0.9778 center font ',7'
set lmargin at screen 0.1651; set rmargin at screen 0.9651
set bmargin at screen 0.1477; set tmargin at screen 0.9099
set xlabel 'current (mA)' offset 0,0.6
set ylabel 'local spin' offset 1.2,0
plot $data index 0 using 1:3:4 with filledcurves fillcolor rgb '#0072b2' fillstyle transparent solid 0.25 noborder notitle, \
     $data index 0 using 1:5 with linespoints dashtype (4,3) linewidth 1 pointtype 6 pointsize 0.4500 linecolor rgb '#9a9a9a' notitle, \
     $data index 0 using 1:2 with linespoints linewidth 1 pointtype 7 pointsize 0.4500 linecolor rgb '#0072b2' notitle
unset multiplot
unset output
