"""Names in the environment under which other processes are told what to work on."""

DATABASE, MEDIA, KEY = "BENCHMARK_DATABASE", "BENCHMARK_MEDIA", "BENCHMARK_KEY"
