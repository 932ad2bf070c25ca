# Drawn by gnuplot 5.4 or newer.
$data << END_OF_DATA
# map
# current [mA], site, spin_density, left, right, lower, upper
1 1 -0.5 0.5 1.9 0.5 1.9
2 1 0 1.5 2.9 0.5 1.9
3 1 0.25 2.5 3.5 0.5 1.9
1 2 0.5 0.5 1.9 1.5 2.5
2 2 0.1 1.5 2.9 1.5 2.5
3 2 -0.1 2.5 3.5 1.5 2.5


END_OF_DATA
set encoding utf8
set minussign
set terminal svg enhanced size 325,200 font 'Helvetica,8' fontscale 1.333 linewidth 1.333 background 'white'
set output 'signs.svg'
set border 31 linewidth 0.5
set tics out nomirror scale 0.5,0.25 font ',7'
set xtics offset 0,0.35; set ytics offset 0.5,0; set cbtics offset -0.6,0
set style fill solid 1 noborder
set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.4,0.4
set xtics 0.5
set ytics 1
set xrange [0.5:3.5]
set yrange [0.5:2.5]
set palette defined (0 '#00569b', 1 '#006fb7', 2 '#1d89cf', 3 '#62a3e0', 4 '#95bdea', 5 '#c5d8f0', 6 '#f3f3f3', 7 '#f7ccc7', 8 '#f3a69e', 9 '#e68179', 10 '#d25f58', 11 '#b7403d', 12 '#982227')
set format cb '%g'
set cbrange [-0.5:0.5]
set colorbox user origin 0.8140,0.1892 size 0.0326,0.7635 noborder
set cblabel 'spin density' offset 0.4,0
unset key
set multiplot
set lmargin at screen 0.1651; set rmargin at screen 0.7907
set bmargin at screen 0.1892; set tmargin at screen 0.9527
set xlabel 'current (mA)' offset 0,0.6
set ylabel 'site' offset 1.2,0
plot $data index 0 using 1:2:4:5:6:7:3 with boxxyerror fillcolor palette notitle
unset multiplot
unset output
