using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SocialSelling.Cluster;

/// <param name="Service">The room that reported it.</param>
/// <param name="Scope">The instrument that made it: Microsoft.AspNetCore, Microsoft.Orleans.Application, Npgsql, …</param>
public sealed record Span(string Service, string Scope, string Name, string TraceId);

/// <summary>An OpenTelemetry collector (OTLP over HTTP) that keeps what it is sent.</summary>
public sealed class TraceCollector : IAsyncDisposable
{
    private readonly ConcurrentQueue<Span> spans = new();
    private readonly ConcurrentQueue<byte[]> bodies = new();
    private readonly WebApplication app;

    private TraceCollector(WebApplication app) => this.app = app;

    public string Url => app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    public IReadOnlyCollection<Span> Spans => spans;

    /// <summary>Everything that was exported, as text with some bytes between it: to look for what must not be there.</summary>
    public string Raw => string.Concat(bodies.Select(Encoding.Latin1.GetString));

    public static async Task<TraceCollector> Start()
    {
        var builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
        builder.Logging.ClearProviders();
        var collector = new TraceCollector(builder.Build());
        collector.app.MapPost("/v1/traces", async (HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            collector.Keep(body.ToArray());
        });
        await collector.app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => app.DisposeAsync();

    // ExportTraceServiceRequest of opentelemetry-proto: resource_spans = 1 { resource = 1 { attributes = 1 }, scope_spans = 2 { scope = 1 { name = 1 }, spans = 2 { trace_id = 1, name = 5 } } }.
    private void Keep(byte[] request)
    {
        bodies.Enqueue(request);
        foreach (var perResource in Parts(request, 1))
        {
            var service = Parts(perResource, 1).SelectMany(resource => Parts(resource, 1)).Where(a => Text(a, 1) == "service.name").Select(a => Text(Parts(a, 2).First(), 1)).First();
            foreach (var perScope in Parts(perResource, 2))
            {
                var scope = Text(Parts(perScope, 1).First(), 1);
                foreach (var span in Parts(perScope, 2)) spans.Enqueue(new Span(service, scope, Text(span, 5), Convert.ToHexStringLower(Parts(span, 1).First().Span)));
            }
        }
    }

    private static string Text(ReadOnlyMemory<byte> message, int field) => Parts(message, field).Select(part => Encoding.UTF8.GetString(part.Span)).FirstOrDefault("");

    /// <returns>The length-delimited fields of that number in a protobuf message.</returns>
    private static List<ReadOnlyMemory<byte>> Parts(ReadOnlyMemory<byte> message, int field)
    {
        var parts = new List<ReadOnlyMemory<byte>>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Number(message.Span, ref at);
            var length = (tag & 7) switch { 1 => 8, 5 => 4, 2 => (int)Number(message.Span, ref at), _ => 0 };
            if ((tag & 7) == 0) Number(message.Span, ref at);
            if ((tag & 7) == 2 && (int)(tag >> 3) == field) parts.Add(message.Slice(at, length));
            at += length;
        }
        return parts;
    }

    private static ulong Number(ReadOnlySpan<byte> bytes, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = bytes[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
