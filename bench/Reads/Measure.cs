using System.Diagnostics;
using Npgsql;

namespace SocialSelling.Bench;

/// <summary>Asks all questions in turn at a fixed rate over HTTP, and then PostgreSQL alone the same.</summary>
internal sealed class Measure(Uri url, NpgsqlDataSource database, TimeProvider clock)
{
    private const int Readers = 20;

    public async Task Run(double rate, TimeSpan warmUp, TimeSpan duration)
    {
        var readers = new List<Reader>();
        for (var i = 0; i < Readers; i++) readers.Add(await Reader.SignUp(url, database, workspace: i * 5));
        try
        {
            var questions = Question.All(database);
            await OverHttp(questions, readers, rate, warmUp);
            var http = await OverHttp(questions, readers, rate, duration);
            var alone = await Alone(questions, readers);
            Console.WriteLine($"{rate:F0} requests/s over HTTP, {duration.TotalSeconds:F0} s; milliseconds, counted from when a request was due");
            Console.WriteLine($"{"",-24}{"asked",8}{"failed",8}{"p50",9}{"p99",9}{"max",9}   {"PostgreSQL p50",15}{"p99",9}");
            foreach (var question in questions)
            {
                var (answers, failed) = http[question];
                Console.WriteLine($"{question.Name,-24}{answers.Count,8}{failed,8}{At(answers, 0.5),9:F1}{At(answers, 0.99),9:F1}{answers.Max(),9:F1}   {At(alone[question], 0.5),15:F1}{At(alone[question], 0.99),9:F1}");
            }
        }
        finally
        {
            await Reader.RemoveAll(database);
        }
    }

    private async Task<Dictionary<Question, (List<double> Answers, int Failed)>> OverHttp(IReadOnlyList<Question> questions, List<Reader> readers, double rate, TimeSpan duration)
    {
        var random = new Random(7);
        var watch = Stopwatch.StartNew();
        var asked = new List<Task<(Question Question, double Milliseconds, bool Ok)>>();
        for (var n = 0; n / rate < duration.TotalSeconds; n++)
        {
            var due = TimeSpan.FromSeconds(n / rate);
            if (due > watch.Elapsed) await Task.Delay(due - watch.Elapsed, clock);
            var (question, reader) = (questions[n % questions.Count], readers[random.Next(readers.Count)]);
            asked.Add(Ask(question, reader.Http, question.Path(reader, random), due));
        }
        return (await Task.WhenAll(asked)).GroupBy(a => a.Question).ToDictionary(g => g.Key, g => (g.Select(a => a.Milliseconds).ToList(), g.Count(a => !a.Ok)));

        async Task<(Question, double, bool)> Ask(Question question, HttpClient http, string path, TimeSpan due)
        {
            using var answer = await http.GetAsync(new Uri(path, UriKind.Relative));
            await answer.Content.ReadAsByteArrayAsync();
            return (question, (watch.Elapsed - due).TotalMilliseconds, answer.IsSuccessStatusCode);
        }
    }

    private static async Task<Dictionary<Question, List<double>>> Alone(IReadOnlyList<Question> questions, List<Reader> readers)
    {
        var random = new Random(8);
        var times = questions.ToDictionary(q => q, _ => new List<double>());
        for (var n = 0; n < 400; n++)
            foreach (var question in questions)
            {
                var reader = readers[random.Next(readers.Count)];
                var start = Stopwatch.GetTimestamp();
                await question.Ask(reader, random);
                // The first few are planned anew each time.
                if (n >= 10) times[question].Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            }
        return times;
    }

    private static double At(List<double> times, double part) => times.Order().ElementAt(Math.Min(times.Count - 1, (int)(times.Count * part)));
}
