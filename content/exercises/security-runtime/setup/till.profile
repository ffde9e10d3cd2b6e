#include <tunables/global>

profile workshop-till flags=(attach_disconnected,mediate_deleted) {
  #include <abstractions/base>

  network,
  capability,
  file,
  umount,

  deny /etc/** wl,
  deny /root/** wl,
  deny /usr/** wl,
  deny /proc/sysrq-trigger rwklx,
}
