/* picture.c: see picture.h. The script with its data goes to a temporary file, which gnuplot reads; the picture comes back through a pipe.
 *
 * SPDX-License-Identifier: GPL-3.0-or-later */
#include "session/picture.h"
#include "data/writer.h"
#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* by the ending of a file; "" is text on the terminal; NULL: the script itself */
static const struct { const char *ending, *terminal; } formats[] = {
  { "svg", "svg size 800,520 dynamic background rgb 'white'" }, { "png", "pngcairo size 800,520" }, { "pdf", "pdfcairo size 6in,3.9in" },
  { "eps", "epscairo size 6in,3.9in" }, { "txt", "dumb size 100,30" }, { "", "dumb size 100,30" }, { "gp", NULL }, { "gnuplot", NULL } };

static int format_of(const char *path)
{
  const char *dot = path ? strrchr(path, '.') : NULL, *ending = !path ? "" : dot ? dot + 1 : "-";
  for (int i = 0; i < (int)(sizeof formats / sizeof *formats); i++)
    if (!strcmp(formats[i].ending, ending)) return i;
  return -1;
}

/* in double quotes, where gnuplot knows backslashes */
static void put_text(Buf *b, const char *text)
{
  buf_putc(b, '"');
  for (; *text; text++) {
    if (*text == '"' || *text == '\\') buf_putc(b, '\\');
    buf_putc(b, *text == '\n' ? ' ' : *text);
  }
  buf_putc(b, '"');
}

static void put_data(Buf *b, const Series *s, int number)
{
  buf_printf(b, "$data%d << END\n", number);
  for (int64_t i = 0; i < s->n; i++) {
    if (s->style == DRAW_DROP && i && i % 2 == 0) buf_putc(b, '\n');
    if (!isfinite(s->x[i]) || !isfinite(s->y[i])) { buf_putc(b, '\n'); continue; }
    buf_printf(b, "%.10g %.10g", s->x[i], s->y[i]);
    if (s->z) buf_printf(b, isfinite(s->z[i]) ? " %.10g" : " nan", s->z[i]);
    buf_putc(b, '\n');
  }
  buf_put(b, "END\n");
}

static const char *const how[] = {
  [DRAW_LINE] = "with lines linewidth 1.5", [DRAW_THICK] = "with lines linewidth 3 linecolor rgb 'black'", [DRAW_POINTS] = "with points pointtype 7",
  [DRAW_DROP] = "with lines linewidth 1 dashtype 2 linecolor rgb 'gray40'", [DRAW_CELLS] = "with image" };

static void put_script(Buf *b, const Picture *p, const char *terminal)
{
  if (terminal) buf_printf(b, "set terminal %s\n", terminal);
  const struct { const char *what, *text; } labels[] = { { "title", p->title }, { "xlabel", p->xlabel }, { "ylabel", p->ylabel } };
  for (int i = 0; i < 3; i++) {
    if (!labels[i].text) continue;
    buf_printf(b, "set %s ", labels[i].what);
    put_text(b, labels[i].text);
    buf_put(b, " noenhanced\n");
  }
  buf_put(b, "set key below noenhanced\nset autoscale xfix\n");
  if (p->ylow < p->yhigh) buf_printf(b, "set yrange [%.10g:%.10g]\n", p->ylow, p->yhigh);
  if (p->upside_down) buf_put(b, "set yrange [:] reverse\n");
  for (int i = 0; i < p->nseries; i++) put_data(b, &p->series[i], i);
  for (int i = 0; i < p->nseries; i++) {
    buf_printf(b, i ? ", \\\n  $data%d " : "plot $data%d ", i);
    if (p->series[i].style == DRAW_CELLS) buf_put(b, "using 1:2:3 ");
    buf_put(b, how[p->series[i].style]);
    if (p->series[i].title) { buf_put(b, " title "); put_text(b, p->series[i].title); }
    else buf_put(b, " notitle");
  }
  buf_putc(b, '\n');
  if (!terminal) buf_put(b, "pause mouse close\n");
}

static int read_to_end(int from, Buf *to)
{
  char chunk[1 << 14];
  for (ssize_t n; (n = read(from, chunk, sizeof chunk)) != 0;) {
    if (n > 0) buf_putn(to, chunk, (size_t)n);
    else if (errno != EINTR) return errno;
  }
  return 0;
}

/* gnuplot SCRIPT: the picture comes through a pipe, since gnuplot does not tell when a disk is full; its messages go into the file `said`.
 * The exit status, or -1 with errno. */
static int run_gnuplot(const char *script, const char *said, Buf *picture)
{
  posix_spawn_file_actions_t actions;
  char *const argv[] = { "gnuplot", (char *)script, NULL };
  pid_t child;
  int status, ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
  posix_spawn_file_actions_addopen(&actions, 2, said, O_WRONLY | O_TRUNC, 0600);
  int error = posix_spawnp(&child, "gnuplot", &actions, NULL, argv, environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  bool started = !error;
  if (started) error = read_to_end(ends[0], picture);
  close(ends[0]);
  while (started && waitpid(child, &status, 0) < 0)
    if (errno != EINTR) return -1;
  if (error) { errno = error; return -1; }
  if (!WIFEXITED(status)) return 1;
  if (WEXITSTATUS(status) == 127) { errno = ENOENT; return -1; }
  return WEXITSTATUS(status);
}

static const char *read_all(Arena *arena, const char *path)
{
  Buf b = { 0 };
  int file = open(path, O_RDONLY | O_CLOEXEC);
  if (file >= 0) {
    read_to_end(file, &b);
    close(file);
  }
  const char *text = arena_strdup(arena, buf_text(&b));
  buf_free(&b);
  return text;
}

static char *temporary(Arena *arena)
{
  const char *folder = getenv("TMPDIR");
  char *path = arena_strdup(arena, arena_printf(arena, "%s/majorant-XXXXXX", folder && *folder ? folder : "/tmp"));
  int f = mkstemp(path);
  if (f < 0) return NULL;
  close(f);
  return path;
}

/* gnuplot's first line that says something, without the empty ones and those that show the place */
static const char *first_line(Arena *arena, const char *text)
{
  text += strspn(text, "\n ");
  return arena_printf(arena, "%.*s", (int)strcspn(text, "\n"), text);
}

bool picture_draw(Arena *arena, const Picture *p, const char *path, FILE *out, Span span, DiagList *diags)
{
  int format = format_of(path), error = 0, status = 0;
  if (format < 0)
    return diag_hint(diags, diag_add(diags, span, MSG_PLOT_FORMAT, path), "there are: .svg, .png, .pdf, .eps, .txt, and .gnuplot for the script itself"), false;
  Buf script = { 0 }, picture = { 0 };
  const Buf *drawn = formats[format].terminal ? &picture : &script;
  put_script(&script, p, formats[format].terminal);
  const char *said = "";
  if (formats[format].terminal) {
    char *name = temporary(arena), *messages = name ? temporary(arena) : NULL;
    error = messages ? file_write(name, script.text, script.len) : errno;
    if (!error && (status = run_gnuplot(name, messages, &picture)) < 0) error = errno;
    if (messages) said = read_all(arena, messages);
    if (name) remove(name);
    if (messages) remove(messages);
  }
  if (status < 0 && error == ENOENT)
    diag_hint(diags, diag_add(diags, span, MSG_PLOT_NO_GNUPLOT), "install gnuplot; without it, plot … to \"picture.gnuplot\" writes a script for another machine, and save writes the numbers");
  else if (error || status) diag_add(diags, span, MSG_PLOT_FAILED, status > 0 && *said ? first_line(arena, said) : strerror(error));
  else if (!path) fputs(buf_text(&picture)[0] == '\f' ? buf_text(&picture) + 1 : buf_text(&picture), out);
  else if ((error = file_write(path, buf_text(drawn), drawn->len))) {
    Diag *d = diag_add(diags, span, MSG_FILE_WRITE, path, strerror(error));
    if (error == ENOENT) diag_hint(diags, d, "its folder does not exist; make it first");
  }
  buf_free(&script);
  buf_free(&picture);
  return !error && !status;
}
