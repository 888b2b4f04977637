using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using SocialSelling.Infrastructure;

namespace SocialSelling.Publishing;

/// <summary>Posts from a spreadsheet: each line judged for itself, and nothing created twice.</summary>
[Collection(nameof(MovableProduct))]
public sealed class PostImportTests(MovableProduct product)
{
    [Fact]
    public async Task Each_line_becomes_a_post_or_says_which_rule_it_breaks()
    {
        await using var desk = await Desk.Open(product);
        var day = desk.Tomorrow.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var file = $"""
            account;media;caption;date;time;time_zone;status
            {desk.Shop};picture.jpg;"Linen; again";{day};18:30;America/Sao_Paulo;
            @{desk.Shop};{desk.Picture};Planned only;{day};9:00;;draft
            {desk.Shop};;An idea;;;;
            nobody;picture.jpg;Whose?;;;;
            {desk.Shop};lost.jpg;Where?;;;;
            {desk.Shop};picture.jpg;When?;12/24/2026;18:30;;
            {desk.Shop};picture.jpg;Too late;2020-01-01;18:30;;
            {desk.Shop};picture.jpg;Nowhere;{day};18:30;Mars/Olympus;
            """;

        var rehearsal = await Import(desk, file, "?dryRun=true");
        Assert.Empty((await desk.Author.Get($"/api/posts?accountId={desk.Account}")).GetProperty("items").EnumerateArray());
        var report = await Import(desk, file);

        Assert.Equal(
            ["2 scheduled", "3 draft", "4 draft", "5 account-not-found account", "6 media-not-found media", "7 validation-failed date", "8 post-not-publishable time-passed", "9 validation-failed time_zone"],
            Lines(report));
        Assert.Equal(Lines(report), Lines(rehearsal));
        Assert.Equal((3, 5), (report.GetProperty("accepted").GetInt32(), report.GetProperty("refused").GetInt32()));
        var post = await desk.Author.PostOf(report.GetProperty("lines")[0].GetProperty("postId").GetGuid());
        Assert.Equal(("Linen; again", $"{day}T18:30:00", "America/Sao_Paulo"), (post.Caption(), post.GetProperty("localTime").GetString(), post.GetProperty("timeZone").GetString()));
    }

    [Fact]
    public async Task The_same_file_with_the_same_key_creates_nothing_again_even_when_its_answer_was_lost()
    {
        await using var desk = await Desk.Open(product);
        var (file, key) = ("caption\nOne\nTwo\n", Guid.NewGuid().ToString());

        var first = await desk.Author.Send($"/api/posts/import?accountId={desk.Account}", Csv(file), key);
        var second = await desk.Author.Send($"/api/posts/import?accountId={desk.Account}", Csv(file), key);
        await desk.Execute($"delete from idempotency_keys where key = '{key}'");
        var third = await desk.Author.Send($"/api/posts/import?accountId={desk.Account}", Csv(file), key);

        Assert.Equal(HttpStatusCode.OK, first.Status);
        Assert.Equal((first.Body, first.Body), (second.Body, third.Body));
        Assert.Equal(2, (await desk.Author.Get($"/api/posts?accountId={desk.Account}")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task A_file_is_read_as_far_as_it_can_be_and_no_further_than_its_limit()
    {
        await using var desk = await Desk.Open(product);

        var broken = await Import(desk, "caption\nFine\n\"never closed");
        var long_ = await Import(desk, "caption\n" + string.Concat(Enumerable.Range(0, PostImport.MostLines + 3).Select(n => $"{n}\n")), "?dryRun=true");

        Assert.Equal(["2 draft", "3 csv-quote-open"], Lines(broken));
        Assert.Equal(PostImport.MostLines, long_.GetProperty("accepted").GetInt32());
        Assert.Equal($"{PostImport.MostLines + 2} too-many-lines", Lines(long_)[^1]);
    }

    [Theory]
    [InlineData("", "csv-empty")]
    [InlineData("caption,colour\nHi,red", "csv-header")]
    [InlineData("caption,Caption\nHi,Ho", "csv-header")]
    [InlineData("type,date\nfeed,2026-12-24", "csv-header")]
    public async Task A_file_without_a_right_first_line_is_refused_as_a_whole(string file, string rule)
    {
        await using var desk = await Desk.Open(product);

        var (status, _, body) = await desk.Author.Send("/api/posts/import", Csv(file), Guid.NewGuid().ToString());

        Assert.Equal((HttpStatusCode.BadRequest, rule), (status, JsonSerializer.Deserialize<JsonElement>(body).GetProperty("rule").GetString()));
    }

    private static async Task<JsonElement> Import(Desk desk, string file, string query = "")
    {
        var (status, _, body) = await desk.Author.Send($"/api/posts/import{query}", Csv(file), Guid.NewGuid().ToString());
        Assert.True(status == HttpStatusCode.OK, body);
        return JsonSerializer.Deserialize<JsonElement>(body);
    }

    /// <summary>As Excel writes it: with a byte order mark.</summary>
    private static ByteArrayContent Csv(string file)
    {
        var content = new ByteArrayContent(file.Length == 0 ? [] : [.. Encoding.UTF8.GetPreamble(), .. Encoding.UTF8.GetBytes(file)]);
        content.Headers.ContentType = new MediaTypeHeaderValue("text/csv");
        return content;
    }

    private static List<string> Lines(JsonElement report) => [.. report.GetProperty("lines").EnumerateArray().Select(line => string.Join(' ', new[]
    {
        line.GetProperty("line").GetInt32().ToString(System.Globalization.CultureInfo.InvariantCulture), line.GetProperty("code").GetString() ?? line.GetProperty("status").GetString(), line.GetProperty("field").GetString(),
        line.GetProperty("code").GetString() is not null && line.GetProperty("findings") is { ValueKind: JsonValueKind.Array } findings ? findings[0].GetProperty("rule").GetString() : null,
    }.OfType<string>()))];
}
