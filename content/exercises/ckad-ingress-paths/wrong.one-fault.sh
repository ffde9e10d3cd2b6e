# fails: mend/both-hosts, rest/unknown
# One of the faults is mended; and what has no rules is caught for one host alone.
@{fault.half}
kubectl create ingress @{help} -n @{namespace} --class=nginx --rule='@{host}/help*=@{help}:8000'
sleep 15
