// LAPACK and BLAS through their C interfaces (LAPACKE, CBLAS of OpenBLAS). Complex numbers are C's own
// type there, which Swift does not import: two doubles in a struct have the same layout.
#pragma once
typedef struct { float real, imaginary; } lapack_complex_float;
typedef struct { double real, imaginary; } lapack_complex_double;
#define LAPACK_COMPLEX_CUSTOM
#include <cblas.h>
#include <lapacke.h>
