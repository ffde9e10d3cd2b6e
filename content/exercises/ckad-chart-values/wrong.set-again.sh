# fails: back/recorded
# An upgrade that happens to have the same message is no way back.
helm upgrade @{old} /opt/work/chart/noticeboard -n @{shop} --set message='@{good.text}',replicas=2
sleep 20
