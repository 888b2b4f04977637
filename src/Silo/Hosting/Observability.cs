using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

namespace SocialSelling.Hosting;

/// <summary>Logs, traces and metrics, the same in every host.</summary>
public static class Observability
{
    /// <param name="room">The host's name in logs and traces: ApiHost or Silo.</param>
    public static void AddObservability(this IHostApplicationBuilder builder, string room)
    {
        builder.Services.AddSerilog(log => Configure(log, builder.Environment.IsDevelopment(), room));

        var telemetry = builder.Services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(room, serviceNamespace: "social-selling"));
        telemetry.WithMetrics(metrics => metrics
            .AddMeter(Traces.Name, "Microsoft.Orleans", "Npgsql")
            .AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation()
            .AddPrometheusExporter());
        telemetry.WithTracing(traces =>
        {
            // One in ten, unless OpenTelemetry's own variable says otherwise.
            if (builder.Configuration["OTEL_TRACES_SAMPLER"] is not { Length: > 0 }) traces.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(0.1)));
            traces.AddSource(Traces.Name, "Microsoft.Orleans.Application", "Npgsql")
                .AddAspNetCoreInstrumentation(http => http.Filter = context => !IsNoise(context.Request.Path)).AddHttpClientInstrumentation();
            // The exporter's own variable: without a collector nothing is exported, and nothing is tried.
            if (builder.Configuration["OTEL_EXPORTER_OTLP_ENDPOINT"] is { Length: > 0 }) traces.AddOtlpExporter();
        });
    }

    /// <summary>Serves <c>/metrics</c>. nginx does not route it to the public.</summary>
    public static void MapMetrics(this WebApplication app) => app.MapPrometheusScrapingEndpoint("/metrics");

    private static void Configure(LoggerConfiguration log, bool development, string room)
    {
        log.MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Extensions.Http", LogEventLevel.Warning)
            // Its lines hold whole addresses, and those of Meta hold tokens.
            .MinimumLevel.Override("System.Net.Http.HttpClient", LogEventLevel.Warning)
            .MinimumLevel.Override("Npgsql", LogEventLevel.Warning)
            .MinimumLevel.Override("FluentMigrator", LogEventLevel.Warning)
            .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
            // Two lines per placement, and a storm of them when a silo dies.
            .MinimumLevel.Override("Polly", LogEventLevel.Error)
            .Filter.ByExcluding(new ImpossibleStall(TimeProvider.System).Matches)
            .Enrich.FromLogContext().Enrich.With(new RequestIds.Enricher()).Enrich.WithProperty("Room", room);
        if (development) log.WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss.fff} {Level:u3} {TraceId} {SourceContext} {Message:lj}{NewLine}{Exception}", formatProvider: System.Globalization.CultureInfo.InvariantCulture);
        else log.WriteTo.Console(new CompactJsonFormatter());
    }

    /// <summary>
    /// Orleans' watchdog has two threads. When the first looks before the second has run once, it takes the time since the machine's start for a stall, and warns. Nothing in a
    /// process can be late for longer than the process lives: such a warning is dropped, every other stays.
    /// </summary>
    private sealed class ImpossibleStall(TimeProvider clock)
    {
        private readonly long start = clock.GetTimestamp();

        public bool Matches(LogEvent e) =>
            Value(e, "SourceContext") is "Orleans.Runtime.Watchdog" && Value(e, "TimeSinceLastTick") is TimeSpan late && late > clock.GetElapsedTime(start) + TimeSpan.FromSeconds(5);

        private static object? Value(LogEvent e, string name) => e.Properties.TryGetValue(name, out var value) && value is ScalarValue scalar ? scalar.Value : null;
    }

    private static bool IsNoise(Microsoft.AspNetCore.Http.PathString request) => request.StartsWithSegments("/health") || request.Value is "/metrics" or "/api/health";
}
