// Points that keep a core busy for a given time, with nothing around them: what the machine leaves of an
// efficiency of one.
//   mpicc -O2 spin.c -o spin && mpirun -n 2 spin POINTS SECONDS
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  int rank, ranks, points = argc > 1 ? atoi(argv[1]) : 1000;
  double seconds = argc > 2 ? atof(argv[2]) : 1e-3;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &ranks);
  MPI_Barrier(MPI_COMM_WORLD);
  double start = MPI_Wtime();
  for (int point = rank; point < points; point += ranks) {
    double end = MPI_Wtime() + seconds;
    while (MPI_Wtime() < end) {}
  }
  MPI_Barrier(MPI_COMM_WORLD);
  if (rank == 0) printf("%.1f\n", points / (MPI_Wtime() - start));
  MPI_Finalize();
}
