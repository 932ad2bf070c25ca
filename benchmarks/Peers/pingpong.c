// Round trips of small messages between two ranks: what a scheduler with one message a point is up against.
//   mpicc -O2 pingpong.c -o pingpong && mpirun -n 2 pingpong COUNT
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>

int main(int argc, char **argv) {
  char message[48] = {0};  // as long as a message of the scheduler
  int count = argc > 1 ? atoi(argv[1]) : 100000, rank;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Barrier(MPI_COMM_WORLD);
  double start = MPI_Wtime();
  for (int i = 0; i < count; i++) {
    if (rank == 1) {
      MPI_Send(message, sizeof message, MPI_BYTE, 0, 1, MPI_COMM_WORLD);
      MPI_Recv(message, sizeof message, MPI_BYTE, 0, 1, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
    } else if (rank == 0) {
      MPI_Recv(message, sizeof message, MPI_BYTE, 1, 1, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
      MPI_Send(message, sizeof message, MPI_BYTE, 1, 1, MPI_COMM_WORLD);
    }
  }
  if (rank == 0) printf("%.0f\n", count / (MPI_Wtime() - start));
  MPI_Finalize();
}
