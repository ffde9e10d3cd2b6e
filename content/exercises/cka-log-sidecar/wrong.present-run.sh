# fails: previous/line, errors/all
kubectl logs @{crashed} -n @{namespace} --tail=1 > /opt/answers/output/previous.txt
kubectl logs @{pair} -n @{namespace} --all-containers > /opt/answers/output/errors.txt
