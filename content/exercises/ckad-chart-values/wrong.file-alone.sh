# fails: install/values, install/runs
helm install @{rel} /opt/work/chart/noticeboard -n @{namespace} --create-namespace -f /opt/work/chart/live.yaml
sleep 20
