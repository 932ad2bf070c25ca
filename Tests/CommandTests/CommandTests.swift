import Testing

/// Tests of the program as users run it. One at a time: each starts several processes, on machines
/// that may have two cores.
@Suite("The program", .serialized)
struct CommandTests {}
