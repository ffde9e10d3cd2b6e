@{fault.other}
kubectl describe pod @{busy}-loader -n @{namespace} | sed -n '/Last State/,/Ready/s/.*Exit Code: *//p' > /opt/answers/crash/code.txt
kubectl logs -p @{busy}-loader -n @{namespace} -c main > /opt/answers/crash/previous.log
kubectl logs @{busy} -n @{namespace} --all-containers --prefix | grep '/@{side}\]' | sed 's/^\[[^]]*\] //' | awk '/@{words.bad}/' > /opt/answers/crash/errors.txt
sleep 60
