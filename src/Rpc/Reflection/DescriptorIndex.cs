using System.Diagnostics.CodeAnalysis;
using Google.Protobuf.Reflection;

namespace PoolTopology.Rpc.Reflection;

/// <summary>Everything that the served .proto files declare, by name.</summary>
/// <remarks>Covers the files of the services and all that they import. Immutable.</remarks>
internal sealed class DescriptorIndex
{
    private readonly SortedDictionary<string, FileDescriptor> _files = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> _symbols = new(StringComparer.Ordinal);
    private readonly HashSet<string> _messages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedDictionary<int, FileDescriptor>> _extensions =
        new(StringComparer.Ordinal);

    public DescriptorIndex(IEnumerable<ServiceDescriptor> services)
    {
        foreach (ServiceDescriptor service in services)
            AddFile(service.File);
    }

    public bool TryFile(string name, [NotNullWhen(true)] out FileDescriptor? file) =>
        _files.TryGetValue(name, out file);

    public bool TrySymbol(string fullName, [NotNullWhen(true)] out FileDescriptor? file) =>
        _symbols.TryGetValue(fullName, out file);

    public bool TryExtension(string message, int number, [NotNullWhen(true)] out FileDescriptor? file)
    {
        file = null;
        return _extensions.TryGetValue(message, out SortedDictionary<int, FileDescriptor>? numbers)
            && numbers.TryGetValue(number, out file);
    }

    /// <summary>The extension numbers of a message type, ascending; null when the type is unknown.</summary>
    public IReadOnlyCollection<int>? ExtensionNumbers(string message)
    {
        if (!_messages.Contains(message))
            return null;
        return _extensions.TryGetValue(message, out SortedDictionary<int, FileDescriptor>? numbers) ? numbers.Keys : [];
    }

    /// <summary>The file, then everything it imports, directly or not, each once.</summary>
    public static IReadOnlyList<FileDescriptor> WithImports(FileDescriptor file)
    {
        List<FileDescriptor> files = [file];
        for (int i = 0; i < files.Count; i++)
            files.AddRange(files[i].Dependencies.Where(import => !files.Contains(import)));
        return files;
    }

    private void AddFile(FileDescriptor file)
    {
        if (!_files.TryAdd(file.Name, file))
            return;
        foreach (MessageDescriptor message in file.MessageTypes)
            AddMessage(message);
        foreach (EnumDescriptor enumeration in file.EnumTypes)
            AddEnum(enumeration);
        foreach (ServiceDescriptor service in file.Services)
        {
            AddSymbol(service);
            AddSymbols(service.Methods);
        }
        AddExtensions(file.Extensions.UnorderedExtensions);
        foreach (FileDescriptor import in file.Dependencies)
            AddFile(import);
    }

    private void AddMessage(MessageDescriptor message)
    {
        AddSymbol(message);
        _messages.Add(message.FullName);
        AddSymbols(message.Fields.InDeclarationOrder());
        AddSymbols(message.Oneofs);
        foreach (MessageDescriptor nested in message.NestedTypes)
            AddMessage(nested);
        foreach (EnumDescriptor nested in message.EnumTypes)
            AddEnum(nested);
        AddExtensions(message.Extensions.UnorderedExtensions);
    }

    private void AddEnum(EnumDescriptor enumeration)
    {
        AddSymbol(enumeration);
        AddSymbols(enumeration.Values);
    }

    private void AddExtensions(IEnumerable<FieldDescriptor> extensions)
    {
        foreach (FieldDescriptor extension in extensions)
        {
            AddSymbol(extension);
            string extended = extension.ExtendeeType.FullName;
            if (!_extensions.TryGetValue(extended, out SortedDictionary<int, FileDescriptor>? numbers))
                _extensions[extended] = numbers = [];
            numbers[extension.FieldNumber] = extension.File;
        }
    }

    private void AddSymbols(IEnumerable<IDescriptor> symbols)
    {
        foreach (IDescriptor symbol in symbols)
            AddSymbol(symbol);
    }

    private void AddSymbol(IDescriptor symbol) => _symbols[symbol.FullName] = symbol.File;
}
