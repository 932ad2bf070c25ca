# Drawn by gnuplot 5.4 or newer.
$data << END_OF_DATA
# one curve
# component, moment, low, high
0 0.1 0 0.2
1 0.2 0.1 0.3
2 0.3 0.2 0.4


END_OF_DATA
set encoding utf8
set minussign
set terminal pngcairo enhanced size 1016,800 font 'Helvetica,8' fontscale 3.125 linewidth 4.167 pointscale 4.167
set output 'categories.png'
set border 31 linewidth 0.5
set tics out nomirror scale 0.5,0.25 font ',7'
set xtics offset 0,0.35; set ytics offset 0.5,0; set cbtics offset -0.6,0
set style fill solid 1 noborder
set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.4,0.4
set xtics ('x' 0, 'y' 1, 'z' 2)
set xrange [-0.5:2.5]
set ytics 0.1
set yrange [-0.02:0.42]
unset key
set multiplot
set label 1000 'bands: standard error' at screen 0.5,0.9778 center font ',7'
set lmargin at screen 0.1651; set rmargin at screen 0.9651
set bmargin at screen 0.1477; set tmargin at screen 0.9099
set xlabel 'component' offset 0,0.6
set ylabel 'moment' offset 1.2,0
plot $data index 0 using 1:2:3:4 with yerrorbars linecolor rgb '#0072b2' linewidth 0.8 pointtype 0 notitle, \
     $data index 0 using 1:2 with points pointtype 7 pointsize 0.5250 linecolor rgb '#0072b2' notitle
unset multiplot
unset output
