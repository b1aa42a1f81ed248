namespace PoolTopology.Node.Config;

/// <summary>A file or option that the node cannot start with. The message is one sentence for the operator.</summary>
public sealed class ConfigurationException : Exception
{
    /// <summary>Says what, where and what to do.</summary>
    public ConfigurationException(string message)
        : base(message)
    {
    }

    /// <summary>Says what, where and what to do, and keeps the cause.</summary>
    public ConfigurationException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
