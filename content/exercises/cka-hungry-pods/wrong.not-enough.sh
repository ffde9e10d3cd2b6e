# fails: give/calm, find/evicted
echo @{who.killed} > /opt/answers/hungry/memory.txt
echo @{who.slow} > /opt/answers/hungry/cpu.txt
echo @{who.calm} > /opt/answers/hungry/storage.txt
kubectl set resources deployment @{who.killed} -n @{namespace} --limits=memory=110Mi
kubectl set resources deployment @{who.evicted} -n @{namespace} --limits=memory=300Mi
sleep 60
