cd /opt/answers/logs
kubectl logs @{crashed} -n @{namespace} -c work --previous > previous.txt
echo 3 > exit-code.txt
kubectl logs -n @{namespace} -l @{label} --all-containers --prefix --tail=-1 > all.txt
kubectl logs deployment/@{app}-small -n @{namespace} -c @{app}-small --since=@{minutes.n}m --timestamps > recent.txt
