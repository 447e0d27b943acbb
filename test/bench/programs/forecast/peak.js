// Loaded before the command: prints the peak memory of the process at its end.
process.on("exit", () => console.error(`peak ${process.resourceUsage().maxRSS} KiB`));
