# Drawn by gnuplot 5.4 or newer.
$data << END_OF_DATA
# spin = 0.5
# temperature [K], rate [1/s]
1 1000000000
10 2000000000
100 3e+12


# spin = 1
# temperature [K], rate [1/s]
1 2000000000
10 4000000000
100 NaN


END_OF_DATA
set encoding utf8
set minussign
set terminal pdfcairo enhanced size 8.60cm,7.03cm font 'Helvetica,8' fontscale 0.75 linewidth 2 pointscale 0.75
set output 'curves.pdf'
set border 31 linewidth 0.5
set tics out nomirror scale 0.5,0.25 font ',7'
set xtics offset 0,0.35; set ytics offset 0.5,0; set cbtics offset -0.6,0
set style fill solid 1 noborder
set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.4,0.4
set logscale x
set xrange [0.87096359:114.8153621]
set logscale y
set format y '10^{%T}'
set yrange [670106664.6:4.476899214e+12]
set key at screen 0.5,0.9786 center top horizontal Left reverse samplen 1.2 width 1 maxcols 4 font ',7' spacing 1 title 'spin' font ',7'
set multiplot
set lmargin at screen 0.1814; set rmargin at screen 0.9651
set bmargin at screen 0.1423; set tmargin at screen 0.8619
set xlabel 'temperature (K)' offset 0,0.6
set ylabel 'rate (1/s)' offset 1.2,0
plot $data index 0 using 1:2 with linespoints linewidth 1 pointtype 7 pointsize 0.3500 linecolor rgb '#440154' title '0.5', \
     $data index 1 using 1:2 with linespoints linewidth 1 pointtype 7 pointsize 0.3500 linecolor rgb '#addc30' title '1'
unset multiplot
unset output
