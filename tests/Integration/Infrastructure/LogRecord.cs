using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace SocialSelling.Infrastructure;

/// <summary>What a host says of itself, for tests of what it should not say.</summary>
public sealed class LogRecord : ILoggerProvider
{
    public ConcurrentQueue<(string Category, LogLevel Level, string Text, Exception? Error)> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => new Category(categoryName, Lines);

    public void Dispose() { }

    private sealed class Category(string name, ConcurrentQueue<(string, LogLevel, string, Exception?)> lines) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= LogLevel.Warning;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel)) lines.Enqueue((name, logLevel, formatter(state, exception), exception));
        }
    }
}
