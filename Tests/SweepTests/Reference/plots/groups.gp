# Drawn by gnuplot 5.4 or newer.
$data << END_OF_DATA
# index = first order
# parameter, sobol_index, low, high
0 0.6 0.5 0.7
1 0.1 -0.05 0.2


# index = total
# parameter, sobol_index, low, high
0 0.7 0.6 0.8
1 0.3 0.2 0.4


END_OF_DATA
set encoding utf8
set minussign
set terminal svg enhanced size 325,279 font 'Helvetica,8' fontscale 1.333 linewidth 1.333 background 'white'
set output 'groups.svg'
set border 31 linewidth 0.5
set tics out nomirror scale 0.5,0.25 font ',7'
set xtics offset 0,0.35; set ytics offset 0.5,0; set cbtics offset -0.6,0
set style fill solid 1 noborder
set style textbox opaque noborder fillcolor rgb '#ffffff' margins 0.4,0.4
set xtics font ',6' ("saturation\nmagnetization" 0, "interfacial\nanisotropy" 1)
set xrange [-0.5:1.5]
set ytics 0.2
set yrange [-0.0925:0.8425]
set key at screen 0.5,0.9309 center top horizontal Left reverse samplen 1.2 width 1 maxcols 2 font ',7' spacing 1 title 'index' font ',7'
set multiplot
set label 1000 'sensitivity of P, error bars: 95 % of bootstrap samples' at screen 0.5,0.9797 center font ',7'
set lmargin at screen 0.1814; set rmargin at screen 0.9651
set bmargin at screen 0.1354; set tmargin at screen 0.8199
set xlabel '' offset 0,0.6
set ylabel 'Sobol index' offset 1.2,0
plot $data index 0 using ($1 + -0.2000):2:(0.3600) with boxes fillstyle solid 0.55 noborder linecolor rgb '#0072b2' title 'first order', \
     $data index 1 using ($1 + 0.2000):2:(0.3600) with boxes fillstyle solid 0.55 noborder linecolor rgb '#d55e00' title 'total', \
     $data index 0 using ($1 + -0.2000):3:(0):($4 - $3) with vectors heads size 0.0800,90 fixed linecolor rgb '#000000' linewidth 0.8 notitle, \
     $data index 1 using ($1 + 0.2000):3:(0):($4 - $3) with vectors heads size 0.0800,90 fixed linecolor rgb '#000000' linewidth 0.8 notitle
unset multiplot
unset output
