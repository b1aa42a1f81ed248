using Google.Protobuf.Reflection;
using Grpc.Reflection.V1;
using PoolTopology.Rpc.Calls;
using Query = Grpc.Reflection.V1.ServerReflectionRequest.MessageRequestOneofCase;

namespace PoolTopology.Rpc.Reflection;

/// <summary>Answers reflection requests about a set of services; what it cannot answer gets an error answer.</summary>
internal sealed class ReflectionAnswers(IReadOnlyList<ServiceDescriptor> services)
{
    private readonly DescriptorIndex _index = new(services);

    public ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        ServerReflectionResponse response = request.MessageRequestCase switch
        {
            Query.ListServices => ListServices(),
            Query.FileByFilename => _index.TryFile(request.FileByFilename, out FileDescriptor? file)
                ? Files(file)
                : NotFound($"no file '{request.FileByFilename}'"),
            Query.FileContainingSymbol => _index.TrySymbol(request.FileContainingSymbol, out FileDescriptor? file)
                ? Files(file)
                : NotFound($"no symbol '{request.FileContainingSymbol}'"),
            Query.FileContainingExtension => Extension(request.FileContainingExtension),
            Query.AllExtensionNumbersOfType => ExtensionNumbers(request.AllExtensionNumbersOfType),
            _ => Error(RpcStatusCode.InvalidArgument, "the request asks nothing"),
        };
        response.ValidHost = request.Host;
        response.OriginalRequest = request;
        return response;
    }

    private ServerReflectionResponse ListServices()
    {
        ListServiceResponse list = new();
        foreach (string name in services.Select(service => service.FullName).Order(StringComparer.Ordinal))
            list.Service.Add(new ServiceResponse { Name = name });
        return new ServerReflectionResponse { ListServicesResponse = list };
    }

    private ServerReflectionResponse Extension(ExtensionRequest asked) =>
        _index.TryExtension(asked.ContainingType, asked.ExtensionNumber, out FileDescriptor? file)
            ? Files(file)
            : NotFound($"no extension {asked.ExtensionNumber} of '{asked.ContainingType}'");

    private ServerReflectionResponse ExtensionNumbers(string message)
    {
        if (_index.ExtensionNumbers(message) is not { } numbers)
            return NotFound($"no message type '{message}'");
        ExtensionNumberResponse answer = new() { BaseTypeName = message };
        answer.ExtensionNumber.AddRange(numbers);
        return new ServerReflectionResponse { AllExtensionNumbersResponse = answer };
    }

    private static ServerReflectionResponse Files(FileDescriptor file)
    {
        FileDescriptorResponse files = new();
        foreach (FileDescriptor needed in DescriptorIndex.WithImports(file))
            files.FileDescriptorProto.Add(needed.SerializedData);
        return new ServerReflectionResponse { FileDescriptorResponse = files };
    }

    private static ServerReflectionResponse NotFound(string message) => Error(RpcStatusCode.NotFound, message);

    private static ServerReflectionResponse Error(RpcStatusCode code, string message) =>
        new() { ErrorResponse = new ErrorResponse { ErrorCode = (int)code, ErrorMessage = message } };
}
