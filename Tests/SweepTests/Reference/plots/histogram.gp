# Drawn by gnuplot 5.4 or newer.
$data << END_OF_DATA
# one curve
# k, switched_histogram, expected_histogram
0 3 2.5
1 5 5
2 2 2.5


END_OF_DATA
set encoding utf8
set minussign
set terminal svg enhanced size 325,277 font 'Helvetica,8' fontscale 1.333 linewidth 1.333 background 'white'
set output 'histogram.svg'
set border 31 linewidth 0.5
set tics out nomirror scale 0.5,0.25 font ',7'
set xtics offset 0,0.35; set ytics offset 0.5,0; set cbtics offset -0.6,0
set style fill solid 1 noborder
set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.4,0.4
set xtics 1
set xrange [-0.06:2.06]
set ytics 1
set yrange [-0.25:5.25]
set key at screen 0.5,0.9796 center top horizontal Left reverse samplen 1.2 width 1 maxcols 1 font ',7' spacing 1
set multiplot
set lmargin at screen 0.1326; set rmargin at screen 0.9651
set bmargin at screen 0.1362; set tmargin at screen 0.8678
set xlabel 'k' offset 0,0.6
set ylabel 'switched histogram' offset 1.2,0
plot $data index 0 using 1:2 with boxes fillstyle solid 0.55 noborder linecolor rgb '#0072b2' title 'switched histogram', \
     $data index 0 using 1:3 with linespoints pointtype 7 pointsize 0.4500 linewidth 1 linecolor rgb '#000000' title 'expected histogram'
unset multiplot
unset output
