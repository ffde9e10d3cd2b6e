/** What `h` and `--help` show: our own summary of the same commands. */
export const LESS_COMMANDS = `
                   SUMMARY OF LESS COMMANDS

      Commands marked with * may be preceded by a number, N.

  h  H                 Display this help.
  q  :q  Q  :Q  ZZ     Exit.
 ---------------------------------------------------------------------------

                           MOVING

  e  ^E  j  ^N  CR  *  Forward  one line   (or N lines).
  y  ^Y  k  ^K  ^P  *  Backward one line   (or N lines).
  f  ^F  ^V  SPACE  *  Forward  one window (or N lines).
  b  ^B  ESC-v      *  Backward one window (or N lines).
  z                 *  Forward  one window (and set window to N).
  w                 *  Backward one window (and set window to N).
  d  ^D             *  Forward  one half-window (and set half-window to N).
  u  ^U             *  Backward one half-window (and set half-window to N).
  ESC-)  RightArrow *  Right one half screen width (or N positions).
  ESC-(  LeftArrow  *  Left  one half screen width (or N positions).
  F                    Forward forever; like "tail -f".
  r  ^R  ^L            Repaint screen.
 ---------------------------------------------------------------------------

                          SEARCHING

  /pattern          *  Search forward for (N-th) matching line.
  ?pattern          *  Search backward for (N-th) matching line.
  n                 *  Repeat previous search (for N-th occurrence).
  N                 *  Repeat previous search in reverse direction.
  ESC-u                Undo (toggle) search highlighting.
  &pattern             Display only matching lines.
                       A search pattern may begin with ! for lines that do not match.
 ---------------------------------------------------------------------------

                           JUMPING

  g  <  ESC-<       *  Go to first line in file (or line N).
  G  >  ESC->       *  Go to last line in file (or line N).
  p  %              *  Go to beginning of file (or N percent into file).
  m<letter>            Mark the current top line with <letter>.
  '<letter>            Go to a previously marked position.
  ''                   Go to the previous position.
 ---------------------------------------------------------------------------

                        CHANGING FILES

  :e [file]            Examine a new file.
  :n                *  Examine the (N-th) next file from the command line.
  :p                *  Examine the (N-th) previous file from the command line.
  :x                *  Examine the first (or N-th) file from the command line.
  :d                   Delete the current file from the command line list.
  =  ^G  :f            Print current file name.
 ---------------------------------------------------------------------------

                    MISCELLANEOUS COMMANDS

  -<flag>              Toggle a command line option [see OPTIONS below].
  !command             Execute the shell command with $SHELL.
  v                    Edit the current file with $VISUAL or $EDITOR.
  V                    Print version number of "less".
 ---------------------------------------------------------------------------

                           OPTIONS

  -?  --help           Display this help.
  -e  -E               Quit at end of file, the second or the first time.
  -F                   Quit if entire file fits on first screen.
  -G                   Do not highlight what searches find.
  -i  -I               Ignore case in searches; -I in patterns with capitals too.
  -K                   Exit in response to ctrl-C.
  -m  -M               Set prompt style.
  -N                   Line number every line.
  -p pattern           Start at pattern (from command line).
  -P prompt            Define new prompt.
  -r  -R               Output "raw" control characters; -R only those of colours.
  -s                   Squeeze multiple blank lines.
  -S                   Chop (truncate) long lines rather than wrapping.
  -V                   Display the version number of "less".
  -x N                 Set tab stops.
  -X                   Do not use termcap init/deinit strings.
  -z N                 Set size of window.
  +cmd                 Type cmd first: +G, +F, +/pattern, +N.
`;

export const LESS_USAGE = LESS_COMMANDS;
