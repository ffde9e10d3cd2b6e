# fails: previous/whole, previous/exit-code, everything/prefixed, recent/stamped
# The container that runs now; no marks, no times.
cd /opt/answers/logs
kubectl logs @{crashed} -n @{namespace} -c work > previous.txt
echo 0 > exit-code.txt
kubectl logs -n @{namespace} -l @{label} --all-containers --tail=-1 > all.txt
kubectl logs deployment/@{app}-small -n @{namespace} -c @{app}-small --since=@{minutes.n}m > recent.txt
