using Serilog.Core;
using Serilog.Events;

namespace SocialSelling.Hosting;

/// <summary>A request's id goes with it: into every log line, and with every grain call to the silos' log lines.</summary>
public static class RequestIds
{
    private const string Key = "request-id";

    /// <summary>From here on everything that is done belongs to the request.</summary>
    public static void Begin(string id) => RequestContext.Set(Key, id);

    internal sealed class Enricher : ILogEventEnricher
    {
        public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
        {
            // Instead of the server's own number for it, which nobody outside has ever seen.
            if (RequestContext.Get(Key) is string id) logEvent.AddOrUpdateProperty(propertyFactory.CreateProperty("RequestId", id));
        }
    }
}
