namespace PoolTopology.Credentials.Files;

/// <summary>Turns a failure of the operating system into the end of a sentence.</summary>
internal static class Reasons
{
    public static string Of(Exception failure) => failure switch
    {
        UnauthorizedAccessException => "permission denied",
        FileNotFoundException or DirectoryNotFoundException => "its folder does not exist",
        _ => failure.Message.TrimEnd('.'),
    };
}
