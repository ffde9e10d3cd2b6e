# fails: trail/account, trail/agent, trail/object, out/no-secrets, out/no-more, out/others, out/removed
# The one that was refused most.
echo @{who.decoy} > /opt/answers/trail/account.txt
echo curl/8.5.0 > /opt/answers/trail/agent.txt
echo @{fault.resource}/nightly > /opt/answers/trail/object.txt
kubectl delete @{fault.resource} nightly -n @{namespace}
kubectl delete role @{who.decoy} -n @{namespace}
