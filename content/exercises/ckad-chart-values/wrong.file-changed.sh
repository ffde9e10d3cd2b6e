# fails: install/files
sed -i -e 's/replicas: 7/replicas: @{replicas}/' -e 's/message: .*/message: "@{message}"/' /opt/work/chart/live.yaml
helm install @{rel} /opt/work/chart/noticeboard -n @{namespace} --create-namespace -f /opt/work/chart/live.yaml
sleep 20
