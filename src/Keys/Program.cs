using PoolTopology.Keys.Commands;
using PoolTopology.Keys.Seeds;

return KeysCommandLine.Run(
    args, new CommandSurroundings(Console.Out, Console.Error, TimeProvider.System, SeedSource.System));
