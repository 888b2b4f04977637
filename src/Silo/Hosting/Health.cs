using System.Text.Json;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SocialSelling.Cluster;
using SocialSelling.Webhooks;

namespace SocialSelling.Hosting;

/// <summary>Whether this process can serve: the database answers, the cluster answers, and the journal is being worked off.</summary>
public static class Health
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public static void AddHealth(this IServiceCollection services) => services.AddHostedService<JournalLag>().AddHealthChecks()
        .AddCheck<DatabaseCheck>("database", timeout: Patience)
        .AddCheck<ClusterCheck>("cluster", timeout: Patience)
        .AddCheck<JournalCheck>("journal", timeout: Patience);

    public static void MapHealth(this WebApplication app)
    {
        var ready = new HealthCheckOptions { ResponseWriter = Write };
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false, ResponseWriter = Write }).DisableRateLimiting();
        foreach (var path in (string[])["/health/ready", "/health", "/api/health"]) app.MapHealthChecks(path, ready).DisableRateLimiting();
    }

    private static Task Write(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(new
    {
        status = Word(report.Status),
        checks = report.Entries.ToDictionary(e => e.Key, e => new { status = Word(e.Value.Status), detail = e.Value.Description, milliseconds = (int)e.Value.Duration.TotalMilliseconds }),
    });

    private static string Word(HealthStatus status) => JsonNamingPolicy.CamelCase.ConvertName(status.ToString());

    private sealed class DatabaseCheck(Sql db) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                return await db.Scalar<bool>("select to_regclass('public.webhook_parked') is not null", cancellationToken)
                    ? HealthCheckResult.Healthy()
                    : HealthCheckResult.Unhealthy("The database is not migrated: run migrate up.");
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or TimeoutException or OperationCanceledException)
            {
                return HealthCheckResult.Unhealthy("The database does not answer.");
            }
        }
    }

    private sealed class ClusterCheck(IGrainFactory grains) : IHealthCheck
    {
        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                await grains.GetGrain<IPingGrain>(0).Ping().WaitAsync(cancellationToken);
                return HealthCheckResult.Healthy();
            }
            catch (Exception e) when (e is Orleans.Runtime.OrleansException or TimeoutException or OperationCanceledException or InvalidOperationException)
            {
                return HealthCheckResult.Unhealthy("The cluster does not answer.");
            }
        }
    }

    /// <summary>Degraded, not unhealthy: a host that lags behind must go on taking deliveries in.</summary>
    private sealed class JournalCheck(DeliveryRepository deliveries, TimeProvider clock) : IHealthCheck
    {
        private static readonly TimeSpan Bearable = TimeSpan.FromMinutes(1);

        public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
        {
            try
            {
                var lag = await deliveries.OldestUnfinished(cancellationToken) is { } oldest ? clock.GetUtcNow() - oldest : TimeSpan.Zero;
                return lag < Bearable ? HealthCheckResult.Healthy($"{lag.TotalSeconds:0} s behind") : HealthCheckResult.Degraded($"{lag.TotalSeconds:0} s behind");
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or TimeoutException or OperationCanceledException)
            {
                return HealthCheckResult.Unhealthy("The database does not answer.");
            }
        }
    }
}
