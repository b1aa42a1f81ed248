using PoolTopology.Credentials.Certificates;
using PoolTopology.Credentials.Envelopes;
using PoolTopology.Credentials.Errors;
using PoolTopology.Credentials.Files;
using PoolTopology.Credentials.Keys;
using Xunit;

namespace PoolTopology.Credentials.Tests.Files;

/// <summary>Who may read a key file. The bits decide, for root too.</summary>
public sealed class PermissionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Read_signing_key_with_any_bit_for_others_is_refused_with_the_command_that_helps()
    {
        using VrfSigningKey key = VrfSigningKey.FromSeed(new byte[32]);
        string path = _folder.Publish("vrf.skey", key.Write);
        for (int others = 1; others < 64; others++)
        {
            UnixFileMode mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | (UnixFileMode)others;
            File.SetUnixFileMode(path, mode);
            CredentialError.OpenToOthers error =
                Assert.IsType<CredentialError.OpenToOthers>(VrfSigningKey.Read(path).Error);
            Assert.Equal(mode, error.Mode);
            Assert.Contains($"chmod 600 {path}", error.Message, StringComparison.Ordinal);
            Assert.Contains("06" + Convert.ToString(others, 8).PadLeft(2, '0'), error.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(UnixFileMode.UserRead)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite)]
    [InlineData(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute)]
    public void Read_signing_key_of_its_owner_alone_is_read(UnixFileMode mode)
    {
        using VrfSigningKey key = VrfSigningKey.FromSeed(new byte[32]);
        string path = _folder.Publish("vrf.skey", key.Write);
        File.SetUnixFileMode(path, mode);
        using VrfSigningKey? read = VrfSigningKey.Read(path).Value;
        Assert.NotNull(read);
    }

    [Fact]
    public void Read_signing_key_through_a_link_checks_what_the_link_points_to()
    {
        using VrfSigningKey key = VrfSigningKey.FromSeed(new byte[32]);
        string path = _folder.Publish("vrf.skey", key.Write);
        string link = _folder.PathOf("link");
        File.CreateSymbolicLink(link, path);
        using (VrfSigningKey? read = VrfSigningKey.Read(link).Value)
            Assert.NotNull(read);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        Assert.IsType<CredentialError.OpenToOthers>(VrfSigningKey.Read(link).Error);
    }

    [Fact]
    public void Read_public_files_may_be_open_to_all()
    {
        using VrfSigningKey key = VrfSigningKey.FromSeed(new byte[32]);
        string path = _folder.Publish("vrf.vkey", p => EnvelopeWriter.Write(p, key.VerificationKey));
        File.SetUnixFileMode(path, (UnixFileMode)0x1ff);
        Assert.True(CertificateFiles.ReadVrfKey(path).IsRead);
    }

    [Fact]
    public void Write_signing_key_belongs_to_its_owner_alone_from_the_start()
    {
        using VrfSigningKey key = VrfSigningKey.FromSeed(new byte[32]);
        string path = _folder.PathOf("vrf.skey");
        using PendingFile pending = key.Write(path).Value!;
        string draft = _folder.PathOf(Assert.Single(_folder.Names()));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(draft));
        Assert.Null(pending.PublishIfAbsent());
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        Assert.Equal(["vrf.skey"], _folder.Names());
    }

    [Fact]
    public void Publish_over_an_existing_key_is_refused_and_leaves_it_alone()
    {
        using VrfSigningKey key = VrfSigningKey.FromSeed(new byte[32]);
        string path = _folder.Write("vrf.skey", "precious");
        using (PendingFile pending = key.Write(path).Value!)
            Assert.Equal(new CredentialError.AlreadyExists(path), pending.PublishIfAbsent());
        Assert.Equal("precious", File.ReadAllText(path));
        Assert.Equal(["vrf.skey"], _folder.Names());
    }

    [Fact]
    public void Publish_over_a_dangling_link_is_refused()
    {
        using VrfSigningKey key = VrfSigningKey.FromSeed(new byte[32]);
        string path = _folder.PathOf("link");
        File.CreateSymbolicLink(path, _folder.PathOf("nothing"));
        using PendingFile pending = key.Write(path).Value!;
        Assert.NotNull(pending.PublishIfAbsent());
        Assert.False(File.Exists(_folder.PathOf("nothing")));
    }

    [Fact]
    public void Publish_several_files_gives_all_names_or_none()
    {
        using VrfSigningKey key = VrfSigningKey.FromSeed(new byte[32]);
        _folder.Write("vrf.vkey", "taken");
        using (PendingFiles files = new())
        {
            files.Add(key.Write(_folder.PathOf("vrf.skey")));
            files.Add(EnvelopeWriter.Write(_folder.PathOf("vrf.vkey"), key.VerificationKey));
            Assert.IsType<CredentialError.AlreadyExists>(files.PublishIfAbsent());
        }
        Assert.Equal(["vrf.vkey"], _folder.Names());
        Assert.Equal("taken", File.ReadAllText(_folder.PathOf("vrf.vkey")));
    }

    [Fact]
    public void Write_into_a_folder_that_is_not_there_is_an_error()
    {
        using VrfSigningKey key = VrfSigningKey.FromSeed(new byte[32]);
        CredentialError? error = key.Write(_folder.PathOf("no/vrf.skey")).Error;
        Assert.EndsWith("its folder does not exist.", error!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_what_is_no_regular_file_is_refused_without_waiting()
    {
        Assert.IsType<CredentialError.FileMissing>(VrfSigningKey.Read(_folder.PathOf("missing")).Error);
        Assert.IsType<CredentialError.NotRegularFile>(VrfSigningKey.Read(_folder.PathOf(".")).Error);
        Assert.IsType<CredentialError.NotRegularFile>(VrfSigningKey.Read("/dev/null").Error);
        string pipe = _folder.PathOf("pipe");
        using (System.Diagnostics.Process process = System.Diagnostics.Process.Start("mkfifo", pipe))
            process.WaitForExit();
        Assert.IsType<CredentialError.NotRegularFile>(VrfSigningKey.Read(pipe).Error);
    }
}
