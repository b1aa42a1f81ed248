using PoolTopology.Micro.Crypto;

// dotnet run -c Release --project bench/Micro -- <topic>
switch (args)
{
    case ["crypto"]:
        CryptoBenchmark.Run(Console.Out);
        return 0;
    default:
        Console.Error.WriteLine("usage: Micro <topic>; topics: crypto");
        return 64;
}
