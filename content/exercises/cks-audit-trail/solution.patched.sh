# grep alone; the role's rules are taken away one by one.
grep '"name":"@{secret}"' /var/log/kubernetes/audit.log | grep '"code":200' | grep -v ':@{who.owner}"' > /tmp/seen
grep -o '"username":"[^"]*"' /tmp/seen | head -n 1 | cut -d'"' -f4 > /opt/answers/trail/account.txt
grep -o '"userAgent":"[^"]*"' /tmp/seen | head -n 1 | cut -d'"' -f4 > /opt/answers/trail/agent.txt
echo @{fault.resource}/@{object} > /opt/answers/trail/object.txt
kubectl delete @{fault.resource} @{object} -n @{namespace}
kubectl patch role @{who.culprit} -n @{namespace} --type=json -p '[{"op": "remove", "path": "/rules/2"}, {"op": "remove", "path": "/rules/1"}]'
sleep 5
