using System.ComponentModel.DataAnnotations;
using System.Globalization;
using SocialSelling.Publishing;

namespace SocialSelling.Cluster;

public sealed class RetentionOptionsTests
{
    [Theory]
    [InlineData("00:00:00", true)]
    [InlineData("1.00:00:00", true)]
    [InlineData("3650.00:00:00", true)]
    [InlineData("23:59:59", false)]
    [InlineData("3650.00:00:01", false)]
    [InlineData("-1.00:00:00", false)]
    public void The_store_is_looked_through_daily_at_most_or_never(string every, bool isValid) => Assert.Equal(isValid, IsValid(new() { OrphanSweep = Span(every) }));

    [Theory]
    [InlineData("00:00:00", true)]
    [InlineData("30.00:00:00", true)]
    [InlineData("29.00:00:00", false)]
    public void Originals_stay_a_month_at_least_or_for_ever(string kept, bool isValid) => Assert.Equal(isValid, IsValid(new() { PublishedOriginals = Span(kept) }));

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef/a.jpg", true)]
    [InlineData("0123456789abcdef0123456789abcdef/messages/a-0.mp4", true)]
    [InlineData("incoming/0123456789abcdef0123456789abcdef", true)]
    [InlineData("exports/data-2026-11-28-abc.zip", true)]
    [InlineData("exports", false)]
    [InlineData("incoming/", false)]
    [InlineData("backup.tar", false)]
    [InlineData("backups/0123456789abcdef0123456789abcdef/a.jpg", false)]
    [InlineData("0123456789ABCDEF0123456789ABCDEF/a.jpg", false)]
    public void Names_that_this_product_does_not_give_are_somebody_elses(string key, bool isOurs) => Assert.Equal(isOurs, OrphanFiles.IsOurs(key));

    private static TimeSpan Span(string text) => TimeSpan.Parse(text, CultureInfo.InvariantCulture);

    private static bool IsValid(RetentionOptions options) => Validator.TryValidateObject(options, new ValidationContext(options), null, validateAllProperties: true);
}
