using Google.Protobuf.Reflection;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using PoolTopology.Rpc.Calls;
using PoolTopology.Rpc.Reflection;
using PoolTopology.Rpc.Tests.Support;
using Xunit;

namespace PoolTopology.Rpc.Tests.Reflection;

public sealed class ReflectionAnswersTests
{
    private readonly ReflectionAnswers _answers =
        new([EchoMethods.Say.Descriptor.Service, HealthReflection.Descriptor.Services[0]]);

    [Fact]
    public void Services_are_listed_by_name()
    {
        ServerReflectionResponse answer = _answers.Answer(new ServerReflectionRequest { ListServices = "*" });

        Assert.Equal(
            ["grpc.health.v1.Health", "pooltopology.test.Echo"],
            answer.ListServicesResponse.Service.Select(service => service.Name));
    }

    [Theory]
    [InlineData("pooltopology.test.Echo")]
    [InlineData("pooltopology.test.Echo.Say")]
    [InlineData("pooltopology.test.Text")]
    [InlineData("pooltopology.test.Text.blob")]
    [InlineData("pooltopology.test.Nested.Inner")]
    [InlineData("pooltopology.test.Nested.Inner.Colour")]
    public void A_symbol_answers_with_its_file_and_all_it_imports(string symbol)
    {
        ServerReflectionResponse answer =
            _answers.Answer(new ServerReflectionRequest { FileContainingSymbol = symbol });

        Assert.Equal(["echo.proto", "google/protobuf/timestamp.proto"], FilesOf(answer));
    }

    [Theory]
    [InlineData("echo.proto")]
    [InlineData("google/protobuf/timestamp.proto")]
    [InlineData("grpc/health/v1/health.proto")]
    public void A_file_is_found_by_name(string name)
    {
        ServerReflectionResponse answer = _answers.Answer(new ServerReflectionRequest { FileByFilename = name });

        Assert.Equal(name, FilesOf(answer)[0]);
    }

    [Fact]
    public void A_message_type_without_extensions_has_none()
    {
        ServerReflectionResponse answer = _answers.Answer(
            new ServerReflectionRequest { AllExtensionNumbersOfType = "pooltopology.test.Text" });

        Assert.Equal("pooltopology.test.Text", answer.AllExtensionNumbersResponse.BaseTypeName);
        Assert.Empty(answer.AllExtensionNumbersResponse.ExtensionNumber);
    }

    [Fact]
    public void What_is_not_there_is_an_error_answer_with_the_question()
    {
        const string text = "pooltopology.test.Text";
        ServerReflectionRequest[] questions =
        [
            new() { FileByFilename = "nothing.proto" },
            new() { FileContainingSymbol = "pooltopology.test.Nothing" },
            new() { FileContainingSymbol = "" },
            new() { AllExtensionNumbersOfType = "pooltopology.test.Nothing" },
            new() { AllExtensionNumbersOfType = "pooltopology.test.Echo" },
            new() { FileContainingExtension = new() { ContainingType = text, ExtensionNumber = 5 } },
        ];
        foreach (ServerReflectionRequest question in questions)
        {
            question.Host = "here";

            ServerReflectionResponse answer = _answers.Answer(question);

            Assert.Equal((int)RpcStatusCode.NotFound, answer.ErrorResponse.ErrorCode);
            Assert.Equal(question, answer.OriginalRequest);
            Assert.Equal("here", answer.ValidHost);
        }
    }

    [Fact]
    public void An_empty_question_is_an_invalid_argument()
    {
        ServerReflectionResponse answer = _answers.Answer(new ServerReflectionRequest());

        Assert.Equal((int)RpcStatusCode.InvalidArgument, answer.ErrorResponse.ErrorCode);
    }

    private static List<string> FilesOf(ServerReflectionResponse answer) =>
    [
        .. answer.FileDescriptorResponse.FileDescriptorProto
            .Select(bytes => FileDescriptorProto.Parser.ParseFrom(bytes).Name),
    ];
}
