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
            .AddMeter("SocialSelling", "Microsoft.Orleans", "Npgsql")
            .AddAspNetCoreInstrumentation().AddHttpClientInstrumentation().AddRuntimeInstrumentation()
            .AddPrometheusExporter());
        telemetry.WithTracing(traces =>
        {
            traces.SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(0.1)))
                .AddSource("SocialSelling", "Microsoft.Orleans.Application", "Npgsql")
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
            .Enrich.FromLogContext().Enrich.WithProperty("Room", room);
        if (development) log.WriteTo.Console(outputTemplate: "{Timestamp:HH:mm:ss.fff} {Level:u3} {TraceId} {SourceContext} {Message:lj}{NewLine}{Exception}", formatProvider: System.Globalization.CultureInfo.InvariantCulture);
        else log.WriteTo.Console(new CompactJsonFormatter());
    }

    private static bool IsNoise(Microsoft.AspNetCore.Http.PathString request) => request.StartsWithSegments("/health") || request.Value is "/metrics" or "/api/health";
}
