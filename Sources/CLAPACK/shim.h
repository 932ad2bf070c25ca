// LAPACK and BLAS through their C interfaces (LAPACKE, CBLAS): of OpenBLAS, Intel's MKL, Netlib or Cray's
// LibSci. Complex numbers are C's own type there, which Swift does not import: two doubles in a
// structure have the same layout.
#pragma once
typedef struct { float real, imaginary; } lapack_complex_float;
typedef struct { double real, imaginary; } lapack_complex_double;
#define LAPACK_COMPLEX_CUSTOM
#if __has_include(<mkl_lapacke.h>)
#define MKL_Complex8 lapack_complex_float
#define MKL_Complex16 lapack_complex_double
#define lapack_complex_float lapack_complex_float
#define lapack_complex_double lapack_complex_double
#include <mkl_cblas.h>
#include <mkl_lapacke.h>
#include <mkl_service.h>
#else
#include <cblas.h>
#include <lapacke.h>
#endif

// Keeps BLAS and LAPACK on the thread that calls them.
static inline void swift_useOneThread(void) {
#if __has_include(<mkl_lapacke.h>)
  mkl_set_num_threads(1);
#elif defined(OPENBLAS_VERSION)
  openblas_set_num_threads(1);
#endif
}
