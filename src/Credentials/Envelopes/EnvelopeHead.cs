namespace PoolTopology.Credentials.Envelopes;

/// <summary>What an envelope says about itself.</summary>
internal readonly record struct EnvelopeHead(string Type, string Description, int PayloadBytes);
