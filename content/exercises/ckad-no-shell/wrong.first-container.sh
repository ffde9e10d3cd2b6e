# fails: logs/pod, logs/lines
# The log of the first container of the first Pod
kubectl logs -n @{namespace} @{set}-0 --tail=3 > /opt/answers/shell/lines.txt
echo @{set}-0 > /opt/answers/shell/pod.txt
