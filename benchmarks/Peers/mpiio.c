// Writes records of RECORD bytes, TOTAL bytes in all, into a file whose space and pages are there
// already, each rank its half in calls of up to 64 MiB: plain MPI-IO. Prints bytes a second.
//   mpicc -O2 mpiio.c -o mpiio && mpirun -n 2 mpiio FILE RECORD TOTAL
#include <fcntl.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int main(int argc, char **argv) {
  long record = atol(argv[2]), total = atol(argv[3]) / record * record, chunk = 64 << 20;
  int rank, size;
  MPI_Init(&argc, &argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  MPI_Comm_size(MPI_COMM_WORLD, &size);
  if (chunk > record) chunk -= chunk % record; else chunk = record;
  char *data = malloc(chunk);
  memset(data, 1, chunk);
  if (rank == 0) {
    int file = open(argv[1], O_RDWR | O_CREAT | O_TRUNC, 0644);
    if (posix_fallocate(file, 0, total)) return 1;
    for (long at = 0; at < total; at += chunk)
      if (pwrite(file, data, at + chunk < total ? chunk : total - at, at) < 0) return 1;
    close(file);
  }
  MPI_Barrier(MPI_COMM_WORLD);
  MPI_File file;
  MPI_File_open(MPI_COMM_WORLD, argv[1], MPI_MODE_RDWR, MPI_INFO_NULL, &file);
  long first = total / record * rank / size * record, last = total / record * (rank + 1) / size * record;
  long most = (total / record + size - 1) / size * record;
  double start = MPI_Wtime();
  for (long done = 0; done < most; done += chunk) {
    long at = first + done, count = at >= last ? 0 : at + chunk < last ? chunk : last - at;
    MPI_File_write_at_all(file, at, data, (int)count, MPI_BYTE, MPI_STATUS_IGNORE);
  }
  MPI_Barrier(MPI_COMM_WORLD);
  if (rank == 0) printf("%.0f\n", total / (MPI_Wtime() - start));
  MPI_File_close(&file);
  if (rank == 0) unlink(argv[1]);
  MPI_Finalize();
}
