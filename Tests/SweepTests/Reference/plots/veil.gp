# Drawn by gnuplot 5.4 or newer.
$data << END_OF_DATA
# map
# current [mA], temperature [K], charge_density, left, right, lower, upper
1 1 1 0.5 1.9 0.316227766 14.54647724
2 1 2 1.5 2.9 0.316227766 14.54647724
3 1 3 2.5 3.5 0.316227766 14.54647724
1 10 1 0.5 1.9 3.16227766 145.4647724
2 10 2 1.5 2.9 3.16227766 145.4647724
3 10 3 2.5 3.5 3.16227766 145.4647724
1 100 1 0.5 1.9 31.6227766 316.227766
2 100 2 1.5 2.9 31.6227766 316.227766
3 100 3 2.5 3.5 31.6227766 316.227766


# doubtful
# x, y, left, right, lower, upper
1.5 0.316227766 1.5 3.5 0.316227766 3.16227766
0.5 3.16227766 0.5 1.5 3.16227766 31.6227766
2.5 3.16227766 2.5 3.5 3.16227766 31.6227766


END_OF_DATA
set encoding utf8
set minussign
set terminal pngcairo enhanced size 1016,667 font 'Helvetica,8' fontscale 3.125 linewidth 4.167 pointscale 4.167
set output 'veil.png'
set border 31 linewidth 0.5
set tics out nomirror scale 0.5,0.25 font ',7'
set xtics offset 0,0.35; set ytics offset 0.5,0; set cbtics offset -0.6,0
set style fill solid 1 noborder
set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.4,0.4
set xtics 0.5
set logscale y
set xrange [0.5:3.5]
set yrange [0.316227766:316.227766]
set palette defined (0 '#440154', 1 '#48186a', 2 '#472d7b', 3 '#424086', 4 '#3b528b', 5 '#33638d', 6 '#2c728e', 7 '#26828e', 8 '#21918c', 9 '#1fa088', 10 '#28ae80', 11 '#3fbc73', 12 '#5ec962', 13 '#84d44b', 14 '#addc30', 15 '#d8e219', 16 '#fde725')
set format cb '%g'
set cbrange [1:3]
set colorbox user origin 0.8140,0.1771 size 0.0326,0.7148 noborder
set cblabel 'charge density' offset 0.4,0
unset key
set multiplot
set label 1000 'gray: beyond reflection\_time' at screen 0.5,0.9734 center font ',7'
set lmargin at screen 0.1651; set rmargin at screen 0.7907
set bmargin at screen 0.1771; set tmargin at screen 0.8919
set xlabel 'current (mA)' offset 0,0.6
set ylabel 'temperature (K)' offset 1.2,0
plot $data index 0 using 1:2:4:5:6:7:3 with boxxyerror fillcolor palette notitle, \
     $data index 1 using 1:2:3:4:5:6 with boxxyerror fillcolor rgb '#9a9a9a' fillstyle transparent solid 0.75 noborder notitle
unset multiplot
unset output
