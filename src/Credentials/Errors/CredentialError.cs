namespace PoolTopology.Credentials.Errors;

/// <summary>Why a key, a certificate or a counter was refused: one case per reason, with the facts that prove it.</summary>
/// <remarks>
/// Invariant: no case carries bytes of a signing key. <see cref="Message"/> is one sentence that an operator can act
/// on without reading code.
/// </remarks>
public abstract record CredentialError
{
    private protected CredentialError()
    {
    }

    /// <summary>One sentence: what is wrong, where, and what to do where that is known.</summary>
    public abstract string Message { get; }

    /// <inheritdoc/>
    public sealed override string ToString() => Message;

    /// <summary>There is no file under this path.</summary>
    public sealed record FileMissing(string Path) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message => $"{Path} does not exist.";
    }

    /// <summary>The path is a folder, a pipe, a device or an empty file.</summary>
    public sealed record NotRegularFile(string Path, string Found) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message => $"{Path} must be a regular file, but it is {Found}.";
    }

    /// <summary>The operating system did not let this process read the file.</summary>
    public sealed record NotReadable(string Path, string Reason) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message => $"{Path} cannot be read: {Reason}.";
    }

    /// <summary>The operating system did not let this process write the file; what was there before is unchanged.</summary>
    public sealed record NotWritable(string Path, string Reason) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message => $"{Path} cannot be written: {Reason}.";
    }

    /// <summary>A file is already there, and writing would destroy it.</summary>
    public sealed record AlreadyExists(string Path) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message =>
            $"{Path} exists already and is never overwritten; move it away first, or name another file.";
    }

    /// <summary>A signing key whose mode lets its group or anybody read or write it.</summary>
    public sealed record OpenToOthers(string Path, UnixFileMode Mode) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message =>
            $"{Path} holds a signing key and its mode {Octal(Mode)} lets others in; run: chmod 600 {Path}";
    }

    /// <summary>More bytes than any envelope of this project has.</summary>
    public sealed record TooLarge(string Path, long SizeBytes, int SizeBytesMax) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message =>
            $"{Path} has {SizeBytes} bytes, and no key file has more than {SizeBytesMax}; is it the right file?";
    }

    /// <summary>The file is not a JSON object.</summary>
    public sealed record MalformedJson(string Path, long Line, long Column) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message => $"{Path} is not a text envelope: its JSON breaks at line {Line}, byte {Column}.";
    }

    /// <summary>The JSON object lacks a field that every envelope has, or the field is not a text.</summary>
    public sealed record MissingField(string Path, string Field) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message => $"{Path} is not a text envelope: it has no text under \"{Field}\".";
    }

    /// <summary>An envelope of another kind: the usual mix-up of two file names.</summary>
    public sealed record WrongType(string Path, string Expected, string Found) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message => $"{Path} must hold a {Expected}, but it holds a {Found}.";
    }

    /// <summary>The payload is not hexadecimal.</summary>
    public sealed record MalformedHex(string Path) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message =>
            $"{Path} is damaged: \"cborHex\" must be an even number of hexadecimal digits.";
    }

    /// <summary>The payload is not the CBOR that the type promises.</summary>
    public sealed record MalformedCbor(string Path, int Offset, string Expected, string Found) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message =>
            $"{Path} is damaged: at byte {Offset} of its payload {Expected} was expected, {Found} was found.";
    }

    /// <summary>A key of another length than its algorithm has.</summary>
    public sealed record WrongLength(string Path, int ExpectedBytes, int FoundBytes) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message =>
            $"{Path} must hold a key of {ExpectedBytes} bytes, but it holds one of {FoundBytes}.";
    }

    /// <summary>A signing key file whose own public half does not belong to its secret half.</summary>
    public sealed record InconsistentKey(string Path) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message =>
            $"{Path} is damaged: the public half in it does not belong to its signing key.";
    }

    /// <summary>The KES key is not the one that the certificate names: blocks would be refused by everybody.</summary>
    public sealed record KesKeyNotInCertificate(
        string KesPath, string CertificatePath, string KesKeyHex, string CertifiedKeyHex) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message =>
            $"the KES key {KesPath} (verification key {KesKeyHex}) is not the one that {CertificatePath} certifies " +
            $"({CertifiedKeyHex}); put the pair that was issued together.";
    }

    /// <summary>The cold key's signature on the certificate is wrong.</summary>
    public sealed record CertificateSignatureWrong(string Path, string ColdKeyHex) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message =>
            $"{Path} is not a valid operational certificate: the signature is not by the cold key {ColdKeyHex} in it.";
    }

    /// <summary>The certificate, counter or key belongs to another pool than the one configured.</summary>
    public sealed record OtherPool(string Path, string ExpectedPoolId, string FoundPoolId) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message => $"{Path} belongs to pool {FoundPoolId}, not to pool {ExpectedPoolId}.";
    }

    /// <summary>The certificate starts in a KES period that has not come yet.</summary>
    public sealed record CertificateNotYetValid(string Path, ulong StartKesPeriod, ulong CurrentKesPeriod)
        : CredentialError
    {
        /// <inheritdoc/>
        public override string Message =>
            $"{Path} is valid from KES period {StartKesPeriod}, and now is period {CurrentKesPeriod}: it was issued " +
            "for the future, or a clock is wrong.";
    }

    /// <summary>The last KES period of the certificate has passed.</summary>
    public sealed record CertificateExpired(
        string Path, ulong StartKesPeriod, ulong EndKesPeriod, ulong CurrentKesPeriod) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message =>
            $"{Path} was valid for KES periods {StartKesPeriod} to {EndKesPeriod - 1}, and now is period " +
            $"{CurrentKesPeriod}: issue a new KES key and certificate.";
    }

    /// <summary>The KES key has evolved beyond the period in question: what could sign it is erased.</summary>
    public sealed record KesPeriodErased(string Path, ulong KesPeriod, ulong ErasedBefore) : CredentialError
    {
        /// <inheritdoc/>
        public override string Message =>
            $"the KES key of {Path} can sign no period before {ErasedBefore} any more, and now is period {KesPeriod}: " +
            "the clock went back.";
    }

    private static string Octal(UnixFileMode mode) =>
        "0" + Convert.ToString((int)mode & 0x1ff, 8).PadLeft(3, '0');
}
