# Drawn by gnuplot 5.4 or newer.
$data << END_OF_DATA
# cells
# current [mA], temperature [K], switching_probability, left, right, lower, upper
1.5 5.5 0.2 1 2 1 10
2.5 5.5 0.4 2 3 1 10
2 55 0.9 1 3 10 100


# contour P = 0.5
# x, y
1 20
3 7


# standard errors
# x, y, error of x, error of y
2 10 0.1 2


END_OF_DATA
set encoding utf8
set minussign
set terminal svg enhanced size 325,200 font 'Helvetica,8' fontscale 1.333 linewidth 1.333 background 'white'
set output 'cells.svg'
set border 31 linewidth 0.5
set tics out nomirror scale 0.5,0.25 font ',7'
set xtics offset 0,0.35; set ytics offset 0.5,0; set cbtics offset -0.6,0
set style fill solid 1 noborder
set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.4,0.4
set xtics 0.5
set logscale y
set xrange [1:3]
set yrange [1:100]
set palette defined (0 '#440154', 1 '#48186a', 2 '#472d7b', 3 '#424086', 4 '#3b528b', 5 '#33638d', 6 '#2c728e', 7 '#26828e', 8 '#21918c', 9 '#1fa088', 10 '#28ae80', 11 '#3fbc73', 12 '#5ec962', 13 '#84d44b', 14 '#addc30', 15 '#d8e219', 16 '#fde725')
set format cb '%g'
set cbrange [0.2:0.9]
set colorbox user origin 0.8140,0.1892 size 0.0326,0.7635 noborder
set cblabel 'switching probability' offset 0.4,0
unset key
set multiplot
set lmargin at screen 0.1651; set rmargin at screen 0.7907
set bmargin at screen 0.1892; set tmargin at screen 0.9527
set xlabel 'current (mA)' offset 0,0.6
set ylabel 'temperature (K)' offset 1.2,0
set label 1 'P = 0.5' at 1,20 center front boxed font ',6.5'
plot $data index 0 using 1:2:4:5:6:7:3 with boxxyerror fillcolor palette notitle, \
     $data index 0 using 1:2:4:5:6:7 with boxxyerror fillstyle empty border linecolor rgb '#808080' linewidth 0.2 notitle, \
     $data index 1 using 1:2 with lines linecolor rgb '#000000' linewidth 1.6 notitle, \
     $data index 1 using 1:2 with lines linecolor rgb '#ffffff' linewidth 0.8 notitle, \
     $data index 2 using 1:2:3:4 with xyerrorbars linecolor rgb '#000000' linewidth 0.6 pointtype 7 pointsize 0.15 notitle
unset multiplot
unset output
