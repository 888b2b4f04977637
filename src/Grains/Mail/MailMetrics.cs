using System.Diagnostics.Metrics;

namespace SocialSelling.Mail;

internal sealed class MailMetrics
{
    private readonly Counter<long> sent, putOff, over;

    public MailMetrics(IMeterFactory meters)
    {
        var meter = meters.Create("SocialSelling");
        sent = meter.CreateCounter<long>("mail_sent_total", description: "Mails that a provider took");
        putOff = meter.CreateCounter<long>("mail_put_off_total", description: "Tries after which another one comes, by reason");
        over = meter.CreateCounter<long>("mail_over_total", description: "Mails that no further try can help, by status and reason");
    }

    public void Sent(string template, string transport) => sent.Add(1, new("template", template), new KeyValuePair<string, object?>("transport", transport));

    public void PutOff(string reason) => putOff.Add(1, new KeyValuePair<string, object?>("reason", reason));

    public void Over(string status, string reason) => over.Add(1, new("status", status), new KeyValuePair<string, object?>("reason", reason));
}
